"""Forms of completion: rules and scales, certificates."""
