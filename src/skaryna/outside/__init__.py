"""The floor that touches disk: crash-safe writes, the content store, locks, pictures, databases read by plain SQL."""
