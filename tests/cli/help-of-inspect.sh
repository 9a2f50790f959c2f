"$neardup" help inspect
