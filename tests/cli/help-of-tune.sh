"$neardup" help tune
