"""The desk as a file says it: read strictly, compared with what stands there, brought in as a whole or not at all."""
