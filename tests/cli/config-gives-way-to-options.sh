cp "$data/in.jsonl" .
printf 'threshold = 0.99\n  quiet=true\n# a comment\n\nrejects = only-for-apply\n' > cfg
NEARDUP_CONFIG=cfg "$neardup" group in.jsonl -o - | tail -n 1
NEARDUP_CONFIG=cfg "$neardup" group -t 0.8 in.jsonl -o - | tail -n 1
NEARDUP_CONFIG=nowhere "$neardup" group --config cfg in.jsonl -o - | tail -n 1
NEARDUP_CONFIG=cfg "$neardup" tune | head -n 1
NEARDUP_CONFIG='' "$neardup" group -q in.jsonl -o - | tail -n 1
NEARDUP_CONFIG=nowhere "$neardup" group -q in.jsonl -o -; echo $?
bad() { printf '%b' "$1" > bad; "$neardup" group --config bad in.jsonl -o -; echo $?; }
bad 'threshold 0.9\n'; bad 'thresold = 0.9\n'; bad '\nthreshold = 2\n'; bad 'quiet = yes\n'; bad 'help = true\n'; bad 'config = x\n'; bad 'quiet\0= true\n'
mkdir d; "$neardup" group --config d in.jsonl -o -; echo $?
