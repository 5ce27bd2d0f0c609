"""Letters: a template in Typst's language and values from an allow-list make a PDF."""
