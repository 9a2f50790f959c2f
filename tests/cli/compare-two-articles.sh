cat > draft.txt <<'END'
Storm closes ferry port for second day

The port stayed shut on Monday as winds of 30 metres a second pushed waves over the breakwater, the harbour master said.
Two ships with 212 passengers wait in the bay.

"We will not open before the wind drops," said Liisa Aho, who has run the port since 2009. She had seen such a storm once before.

The council will meet on Wednesday to talk about a new breakwater. It would cost 14 million.
END
cat > printed.txt <<'END'
Storm closes ferry port

The council will meet on Wednesday to talk about a new breakwater. It would cost 14 million.

The port stayed closed on Monday as winds of 32 metres a second pushed waves over the breakwater, its harbour master told us.
Two ships with 212 passengers wait in the bay.
Nobody was hurt, and the police have closed the road along the shore.

"We will not open before the wind drops", said Liisa Aho, who has run the port since 2009.
END
"$neardup" compare draft.txt printed.txt
"$neardup" compare --json draft.txt printed.txt
"$neardup" compare --color always draft.txt printed.txt | cat -v
