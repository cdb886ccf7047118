"""Pages of `oit serve`: templates, words, style and the few lines of script. Knows results and what it is handed."""
