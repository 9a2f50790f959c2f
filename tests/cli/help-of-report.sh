"$neardup" help report
