"""The rules as typed values: `schema` says what a rule file may hold, `load` reads and checks them."""
