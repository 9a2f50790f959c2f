#!/bin/sh
# mix.sh BUILD - reuters, news20 and psdocs of the folder NEARDUP_DATA as one file, BUILD/bench/mix.jsonl.
set -eu
mix=$1/bench/mix.jsonl
[ ! -s "$mix" ] || exit 0
zstd -dcq "$NEARDUP_DATA/reuters/docs.jsonl.zst" > "$mix.part"
gzip -dc "$NEARDUP_DATA/news20/docs.jsonl.gz" >> "$mix.part"
zstd -dcq "$NEARDUP_DATA/psdocs/docs.jsonl.zst" >> "$mix.part"
mv "$mix.part" "$mix"
