# What decides which talkers are held out: the same numbers as stableHash() of Training/Data/Manifest.cpp.


def stable_hash(text):
    value = 14695981039346656037
    for byte in text.encode():
        value = (value ^ byte) * 1099511628211 % 2**64
    value = (value ^ value >> 33) * 0xFF51AFD7ED558CCD % 2**64
    return value ^ value >> 33
