"""HTTP: shapes, status codes, the OpenAPI document. One module per resource."""
