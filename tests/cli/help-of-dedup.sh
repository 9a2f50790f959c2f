"$neardup" help dedup
