"""How the publication looks: templates, style, the words of the interface in each language.

Three functions: `render(view)`, `words(language)`, `assets()`. The press fills the views; it knows no template.
"""
