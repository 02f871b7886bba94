"""Tests of what is said in other languages."""
