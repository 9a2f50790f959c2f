"$neardup" help completion
