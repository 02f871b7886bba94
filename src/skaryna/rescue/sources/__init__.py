"""Forms of remains, one a module: each turns a source into its parts and judges nothing."""
