#!/bin/sh
# Runs one server and ends it when the lifeline, another process, is gone, however that one ended.
#
#   guard.sh LIFELINE EVERY PIDFILE SIGNAL GRACE COMMAND...
#
# LIFELINE  a pid, or "none": then the server outlives everybody
# EVERY     seconds between two checks of the lifeline
# PIDFILE   receives the server's pid
# SIGNAL    asks the server to end; after GRACE seconds KILL does not ask

{
    lifeline=$1 every=$2 pidfile=$3 signal=$4 grace=$5
    shift 5

    # A closing terminal or a Ctrl-C is for the lifeline to handle.
    trap '' HUP INT

    # A process that is dead and not yet reaped by its parent still takes signals; Linux tells.
    alive() {
        kill -0 "$1" 2>/dev/null || return 1
        if [ -r "/proc/$1/stat" ] && read -r stat 2>/dev/null <"/proc/$1/stat"; then
            case ${stat##*) } in [ZX]*) return 1 ;; esac
        fi
        return 0
    }

    watch() {
        while alive "$lifeline"; do
            alive "$server" || return
            sleep "$every"
        done
        echo "guard: process $lifeline is gone, ending $server"
        kill -s "$signal" "$server" 2>/dev/null
        while [ "$grace" -gt 0 ] && alive "$server"; do
            sleep 1
            grace=$((grace - 1))
        done
        kill -s KILL "$server" 2>/dev/null
    }

    "$@" </dev/null &
    server=$!
    [ "$lifeline" = none ] || watch </dev/null &

    # Only now: whoever reads the pid may kill this guard, and the watch goes on without it.
    echo "$server" >"$pidfile.new" && mv "$pidfile.new" "$pidfile"

    wait "$server"
    status=$?
    echo "guard: process $server ended with status $status"
    exit "$status"
}
