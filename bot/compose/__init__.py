"""What pages say: answers, checks, clicks and desk words, each in its module. Pure."""
