#include "ui/study/study_json.h"

#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace headroom {

StudyJson::StudyJson(QWidget* parent) : QWidget(parent), m_text(new QPlainTextEdit) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* hint =
      new QLabel(tr("All of the definition, as a file has it; what is left out has its default (headroom study "
                    "schema lists all keys)."));
  hint->setProperty("dim", true);
  hint->setWordWrap(true);
  layout->addWidget(hint);
  m_text->setAccessibleName(tr("Definition as JSON"));
  m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_text->setTabChangesFocus(true);
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  hint->setBuddy(m_text);
  layout->addWidget(m_text, 1);
  connect(m_text, &QPlainTextEdit::textChanged, this, &StudyJson::changed);
}

void StudyJson::setStudy(const Study& study) {
  m_text->setPlainText(QString::fromStdString(dump(toJson(study), 2)));
}

Result<Study> StudyJson::study() const {
  const std::string source = tr("the definition").toStdString();
  HEADROOM_ASSIGN(const Json document, parseJson(m_text->toPlainText().toStdString(), source));
  return studyFrom(document, source);
}

}  // namespace headroom
