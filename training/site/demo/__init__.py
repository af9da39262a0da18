"""The demonstration city: Tam Kỳ as it stood in 2023, with invented people and a class under way for weeks."""

from training.site.demo.city import ACCOUNTS, PASSWORD, load_demo

__all__ = ["ACCOUNTS", "PASSWORD", "load_demo"]
