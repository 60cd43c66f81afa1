"""Guards against hostile files: limits, zip containers and the memory a reading process may use."""
