"$neardup" dedpu x
