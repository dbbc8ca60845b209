"""Why the system refused a file or a folder, in French: its own words follow nobody's language."""

import errno

_WHY = {
    errno.ENOENT: "il n'existe pas",
    errno.ENOTDIR: "l'un des dossiers du chemin est un fichier",
    errno.EISDIR: "c'est un dossier",
    errno.EACCES: "le programme n'en a pas le droit",
    errno.EPERM: "le programme n'en a pas le droit",
    errno.EROFS: "ce disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota de disque est atteint",
}


def why(error: OSError) -> str:
    """« le programme n'en a pas le droit »; the system's own words where we have none."""
    return _WHY.get(error.errno or 0, error.strerror or type(error).__name__)
