module example.com/journey

go 1.24
