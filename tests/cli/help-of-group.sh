"$neardup" help group
