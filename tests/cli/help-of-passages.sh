"$neardup" help passages
