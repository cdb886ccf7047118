"""What must hold of the pure parts whatever they are given: for hypothesis in the suite, for atheris by `make fuzz`."""
