"$neardup" help help
