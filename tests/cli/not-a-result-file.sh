echo x > r; echo y > in; "$neardup" apply r in -o out
