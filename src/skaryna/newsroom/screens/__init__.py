"""The screens: Wagtail's views with our columns, words and rules."""
