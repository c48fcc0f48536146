#!/usr/bin/env bash
# One worker runs all of web, and every worker is open again.
source ../lib/check.sh

require_whole lab web 24
for node in $(workers); do
  if [ "$(field node "$node" '{.spec.unschedulable}')" = true ]; then
    fail "worker '$node' is still cordoned; open it with: kubectl uncordon $node"
  fi
done
most=0
for node in $(workers); do
  count=$(pods_on "$node" -n lab -l app=web)
  if [ "$count" -gt "$most" ]; then most=$count busiest=$node; fi
done
if [ "$most" -lt 24 ]; then
  fail "worker '$busiest' runs $most of the 24 web pods, expected all of them on one worker"
fi
pass "worker '$busiest' runs all 24 web pods, and every worker is open"
