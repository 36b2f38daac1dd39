"""Training and cross-validation of the weights over segments of HTML pages; not part of the installed package."""
