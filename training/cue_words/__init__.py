"""Which words introduce what somebody says, from the training texts."""
