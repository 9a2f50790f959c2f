"$neardup" help compare
