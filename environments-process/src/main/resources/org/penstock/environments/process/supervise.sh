# Runs a worker, and ends it with everything that it started when the JVM closes the standard input
# of this script, which it does by dying too, or when the worker ends by itself.
# Arguments: the worker's folder, the tools grep, sleep and rm, then the command.
folder=$1 grep=$2 sleep=$3 rm=$4
shift 4
exec 3<&0 </dev/null

# All that the worker started have its folder in their environment, but this script has not.
pids() {
  "$grep" -lsF "PENSTOCK_WORKER_FOLDER=$folder/" /proc/[0-9]*/environ |
    while IFS=/ read -r _ _ pid _; do echo "$pid"; done
}

# end SIGNAL TENTHS: sends the signal, and waits so many tenths of a second at the most.
end() {
  left=$2
  all=$(pids)
  sent=
  while [ -n "$all" ] && [ "$left" -gt 0 ]; do
    # Those that came since get it too; nobody gets SIGTERM twice.
    for pid in $all; do
      case "$1 $sent " in
        TERM*" $pid "*) ;;
        *)
          kill -s "$1" "$pid" 2>/dev/null
          sent="$sent $pid"
          ;;
      esac
    done
    "$sleep" 0.1
    left=$((left - 1))
    all=$(pids)
  done
}

end_all() {
  end TERM 20
  end KILL 100
  "$rm" -rf -- "$folder"
}

# The worker may not have begun when the input is closed, so once is not enough. The trap lets what
# this runs end first, so that nothing is left.
{
  trap exit TERM
  read -r _ <&3
  left=100
  end_all
  while kill -s 0 $$ 2>/dev/null && [ "$left" -gt 0 ]; do
    "$sleep" 0.1
    end_all
    left=$((left - 1))
  done
} &
guard=$!

PENSTOCK_WORKER_FOLDER=$folder/ "$@" 3<&-
code=$?
exec 3<&-
end_all
kill -s TERM "$guard" 2>/dev/null
wait "$guard" 2>/dev/null
exit "$code"
