"""The learned part: passages to pieces, the model, and what its heads say. The only importer of onnxruntime."""
