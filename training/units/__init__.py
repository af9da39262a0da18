"""Organisation units: city, wards and communes, residential areas, with their history. Knows no people."""
