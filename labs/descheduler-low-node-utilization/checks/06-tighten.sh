#!/usr/bin/env bash
# No worker is above the tighter target, and web is whole again.
source ../lib/check.sh

# trunc(0.11 × 110 pods) = 12
require_whole lab web 24
require_complete lab descheduler
require_at_most 12
pass "no worker runs more than 12 pods, and all 24 web pods are ready"
