"$neardup" help apply
