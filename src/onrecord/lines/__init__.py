"""The model that tells article lines from boilerplate on flattened pages."""
