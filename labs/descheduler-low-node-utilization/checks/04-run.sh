#!/usr/bin/env bash
# No worker is above the target, and web is whole again.
source ../lib/check.sh

# trunc(0.15 × 110 pods) = 16
require_whole lab web 24
require_complete lab descheduler
require_at_most 16
pass "no worker runs more than 16 pods, and all 24 web pods are ready"
