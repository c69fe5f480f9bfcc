"""Reads files of connections and of authentication configurations as QGIS itself does, and says what it has then.

Standard input: {"connections": [[type, file], ...], "authentication": [[file, password], ...], "stored": [password, ...]}.
Standard output, last line: {"settings": {...}, "authentication": [{...} or null, ...], "stored": [password, ...]}.
"""

import json
import os
import sys
import tempfile

os.environ["QGIS_AUTH_DB_DIR_PATH"] = tempfile.mkdtemp()

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsSettings  # noqa: E402
from qgis.gui import QgsManageConnectionsDialog as Dialog  # noqa: E402
from qgis.PyQt.QtCore import QCoreApplication  # noqa: E402
from qgis.PyQt.QtWidgets import QListWidget  # noqa: E402

asked = json.load(sys.stdin)
QCoreApplication.setOrganizationName("layerkey-test")
QCoreApplication.setApplicationName("layerkey-test")
QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], True)
application.initQgis()

for kind, file in asked["connections"]:
    dialog = Dialog(None, Dialog.Import, getattr(Dialog, kind), file)
    dialog.findChild(QListWidget).selectAll()
    dialog.doExportImport()

settings = QgsSettings()
found = {
    key: str(settings.value(key))
    for key in settings.allKeys()
    if key.startswith(("qgis/connections", "qgis/WMS", "qgis/WFS", "qgis/WCS"))
}

manager = QgsApplication.authManager()
manager.setMasterPassword("master", True)


def configurations():
    result = {}
    for each in manager.configIds():
        config = QgsAuthMethodConfig()
        manager.loadAuthenticationConfig(each, config, True)
        result[each] = {
            "method": config.method(),
            "name": config.name(),
            "uri": config.uri(),
            "version": config.version(),
            "config": config.configMap(),
        }
    return result


read = []
for file, password in asked["authentication"]:
    manager.removeAllAuthenticationConfigs()
    good = manager.importAuthenticationConfigsFromXml(file, password, True)
    read.append(configurations() if good else None)

stored = []
for password in asked["stored"]:
    config = QgsAuthMethodConfig("Basic")
    config.setName("stored")
    config.setConfigMap({"username": "u", "password": password, "realm": ""})
    manager.storeAuthenticationConfig(config)
    again = QgsAuthMethodConfig()
    manager.loadAuthenticationConfig(config.id(), again, True)
    stored.append(again.config("password"))

print(json.dumps({"settings": found, "authentication": read, "stored": stored}))
sys.stdout.flush()
# QGIS takes its time to end, and nothing is kept.
os._exit(0)
