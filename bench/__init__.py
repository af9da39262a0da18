"""Speed and weight of the product as it runs in production; figures go into docs/performance.md."""
