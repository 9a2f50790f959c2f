"$neardup" help eval
