"$neardup" tune; "$neardup" tune --json | head -n 3
