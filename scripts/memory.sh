# How glibc treats memory that was given back; read by npm start, npm run web and the image. Pages are made of large
# buffers of all sizes: without this a process that made thousands of them stays a third larger than what it holds.
export MALLOC_ARENA_MAX=2
# Larger ones stand by themselves, always: by default that bound rises with what was freed.
export MALLOC_MMAP_THRESHOLD_=262144
# So much stays ready for the next answers.
export MALLOC_TRIM_THRESHOLD_=16777216
