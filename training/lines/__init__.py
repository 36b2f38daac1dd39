"""Training and cross-validation of the model over lines; not part of the installed package."""
