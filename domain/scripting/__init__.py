"""The product's three questions in a script: a live migration, a drain and a copy of disks, by the fields of the screens."""
