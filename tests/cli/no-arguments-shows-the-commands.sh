"$neardup"
