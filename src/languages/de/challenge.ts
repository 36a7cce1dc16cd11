import type { Messages } from '../messages.ts'

export const challenge: Messages['challenge'] = {
  title: 'Identität bestätigen',
  confirmNumber: 'Nummer bestätigen',
  proof: 'Bestätigen Sie, dass Sie es sind',
  openApp: 'Öffnen Sie Ihre App',
  getCode: 'Code anfordern',
  calling: 'Wir rufen Sie an',
  checkPhone: 'Sehen Sie auf Ihr Telefon',
  fromApp: ({ digits }) => `Geben Sie den ${digits}-stelligen Code aus Ihrer Authenticator-App ein`,
  texted: ({ digits }) => `Geben Sie den ${digits}-stelligen Code ein, den wir per SMS an {phone} gesendet haben`,
  called: ({ digits }) =>
    `Geben Sie den ${digits}-stelligen Code ein, den wir bei unserem Anruf an {phone} vorgelesen haben`,
  digits: ({ digits }) => `${digits} Ziffern`,
  submit: 'Absenden',
  how: 'Wie sollen wir einen Code an {phone} senden?',
  again: 'Noch kein Code da? Noch einmal senden:',
  sms: 'Per SMS',
  call: 'Per Anruf',
  wait: ({ when }) => `Einen neuen Code können Sie ${when} anfordern.`,
  waitOver: 'Sie können jetzt einen neuen Code anfordern.',
  changeNumber: 'Nummer ändern',
  useApp: 'Stattdessen eine Authenticator-App verwenden',
  anotherApp: 'Anderer Weg: Authenticator-App',
  anotherPhone: 'Anderer Weg: Code per Telefon',
  cancel: 'Abbrechen',
}
