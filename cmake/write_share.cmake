# Lets the program BATON write its manual pages and completions to SHARE, in the places where `share/` has them.
file(REMOVE_RECURSE ${SHARE})
file(MAKE_DIRECTORY ${SHARE}/man/man1)
string(TIMESTAMP today "%Y-%m-%d" UTC) # SOURCE_DATE_EPOCH's, where it is set
execute_process(COMMAND ${BATON} manual ${SHARE}/man/man1 ${today} COMMAND_ERROR_IS_FATAL ANY)

function(write_completions shell path)
  execute_process(COMMAND ${BATON} completions ${shell} OUTPUT_VARIABLE script COMMAND_ERROR_IS_FATAL ANY)
  file(WRITE ${SHARE}/${path} "${script}")
endfunction()
write_completions(bash bash-completion/completions/baton)
write_completions(zsh zsh/site-functions/_baton)
write_completions(fish fish/vendor_completions.d/baton.fish)
file(TOUCH ${SHARE}/written)
