"""Which releases are still supported on a day: their standing, it in words, and the releases that a text names."""
