"""Two invented papers for the demo desk. Each says on its face that it is invented."""

import typst

DECISION = """
#set document(title: "Beslissing (verzonnen)", date: none)
#set page(width: 210mm, height: 297mm, margin: 25mm)
#set text(lang: "nl")
*Verzonnen document, voor de demo*

Commissariaat-generaal voor de vluchtelingen en de staatlozen (verzonnen)

= Beslissing: volgend verzoek niet-ontvankelijk

Aan M.A. (verzonnen). Uw verzoek wordt niet ontvankelijk verklaard: u geniet al bescherming in een andere lidstaat.

Tegen deze beslissing kunt u binnen *10 dagen* na de kennisgeving beroep instellen bij de Raad voor
Vreemdelingenbetwistingen.
"""
NOTE = """Verzonnen document, voor de demo.

Nota van de arts van het opvangcentrum (verzonnen): M.A. slaapt slecht en wordt opgevolgd.
"""


def decision() -> bytes:
    """A notified decision as PDF, the same to the byte at every start."""
    made: bytes = typst.compile(DECISION.encode(), format="pdf", ignore_system_fonts=True)
    return made


def medical_note() -> bytes:
    return NOTE.encode()
