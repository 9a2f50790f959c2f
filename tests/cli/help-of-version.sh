"$neardup" help version
